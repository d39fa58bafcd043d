import type { LimitRangeViolation } from '../../../../model/resources/admission/limit-range.ts';
import type {
  FilledAmount,
  LimitRangerSetting,
} from '../../../../model/resources/admission/limit-range-defaults.ts';
import { capitalised, listed } from '../../../text/listed.ts';

/** What LimitRange refuses, and what it has filled in or would. */
export function limitRangeLines(
  violations: readonly LimitRangeViolation[],
  filled: readonly (FilledAmount | LimitRangerSetting)[],
): readonly string[] {
  return [
    ...violations.map(({ limitRange, container, message }) => {
      const where = container === undefined ? '' : `${container}: `;
      return `${limitRange} refuses the Pod: ${where}${message}.`;
    }),
    ...filledLines(filled),
  ];
}

/** `Init container migrate was given cpu request 100m.`; containers that were given the same together. */
function filledLines(filled: readonly (FilledAmount | LimitRangerSetting)[]): readonly string[] {
  const settings = new Map<string, { readonly be: string; readonly whats: string[] }>();
  for (const setting of filled) {
    const { list, container, resource, kind } = setting;
    const amount = 'amount' in setting ? ` ${setting.amount}` : '';
    const from = 'limitRange' in setting ? ` (${setting.limitRange})` : '';
    const who = `${list === 'initContainers' ? 'init container' : 'container'} ${container}`;
    // The amounts are known where they are foretold; a stored Pod's annotation has none.
    const be = 'amount' in setting ? 'would be' : 'was';
    const { whats } = settings.get(who) ?? { whats: [] as string[] };
    whats.push(`${resource} ${kind === 'requests' ? 'request' : 'limit'}${amount}${from}`);
    settings.set(who, { be, whats });
  }
  const containers = new Map<string, string[]>();
  for (const [who, { be, whats }] of settings) {
    const given = `${be} given ${listed(whats)}.`;
    containers.set(given, [...(containers.get(given) ?? []), who]);
  }
  return [...containers].map(([given, who]) => {
    const verb = who.length > 1 ? given.replace(/^was /, 'were ') : given;
    return `${capitalised(listed(who))} ${verb}`;
  });
}
