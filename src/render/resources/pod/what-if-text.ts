import type { FollowingAmount } from '../../../model/resources/admission/manifest-form.ts';
import type { WhatIf } from '../../../model/resources/pod/what-if-cost.ts';
import {
  type Difference,
  differencesOf,
} from '../../../model/resources/pod/what-if-differences.ts';
import { columns } from '../../text/layout.ts';
import type { Style } from '../../text/style.ts';
import { heading, type PodTextSection, section } from './pod-text.ts';
import { differenceText, differenceTitle } from './words/difference-words.ts';
import { changeWords } from './words/pod-words.ts';

/** What changes would make of a Pod, before → after, and what is said to it then. */
export function renderWhatIf(
  { changes, before, after, assumed }: WhatIf,
  policies: readonly PodTextSection[],
  style: Style,
): string {
  const differences = differencesOf(before, after);
  const sections = [
    heading(after.resources, style),
    section({ title: 'What if', lines: changes.map((change) => `${changeWords(change)}.`) }, style),
    differences.length === 0
      ? 'Nothing changes for the Pod as a whole.'
      : [
          columns(differences.map((difference) => differenceCells(difference, style))),
          ...(before.resources.qos.class === after.resources.qos.class
            ? [`The QoS class stays ${after.resources.qos.class}.`]
            : []),
        ].join('\n'),
    section({ title: 'Not certain', lines: assumed.map(assumption) }, style),
    ...policies.map((each) => section(each, style)),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function differenceCells(difference: Difference, style: Style): readonly string[] {
  const { resource, before, after } = difference;
  const text = (amount: Difference['before']) => differenceText(amount, resource);
  return [differenceTitle(difference), text(before), style.becomes, style.strong(text(after))];
}

function assumption({ container, resource, request }: FollowingAmount): string {
  const whose = container === undefined ? 'the Pod' : container;
  const follows = container === undefined ? 'those of the containers' : 'its limit';
  return `The manifest of a stored Pod is not known. The ${resource} request of ${whose} is taken to follow ${follows}, because they are equal; if the manifest sets it, it stays ${request}.`;
}
