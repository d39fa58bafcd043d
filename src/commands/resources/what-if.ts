import { UserError } from '../../errors.ts';
import type { Pod, RequestsOrLimits } from '../../model/kubernetes/api.ts';
import { resourceProblems } from '../../model/resources/admission/validation.ts';
import { type Change, type ChangeProblem, withChange } from '../../model/resources/pod/what-if.ts';
import { readQuantity } from '../../model/resources/quantity/quantity.ts';

/**
 * The change that `--what-if` names: `CONTAINER.RESOURCE=AMOUNT`, `CONTAINER.limits.RESOURCE=AMOUNT`
 * (an empty amount takes it away), `CONTAINER=first|last|before:OTHER|after:OTHER`. Throws a
 * UserError for anything else.
 */
export function parseChange(text: string): Change {
  const [, moved, place, relation, neighbour] =
    /^([a-z0-9-]+)=(?:(first|last)|(before|after):([a-z0-9-]+))$/.exec(text) ?? [];
  if (moved !== undefined) {
    const to = (place ?? relation) as Extract<Change, { kind: 'move' }>['to'];
    return { kind: 'move', container: moved, to, neighbour };
  }
  const [, container, field = 'requests', resource, amount] =
    /^([a-z0-9-]+)\.(?:(requests|limits)\.)?([^=]+)=(.*)$/.exec(text) ?? [];
  if (container === undefined || resource === undefined || amount === undefined) {
    throw new UserError(`--what-if does not understand "${text}"`, {
      hint: 'Give CONTAINER.cpu=500m, CONTAINER.limits.memory=1Gi, or CONTAINER=last (first, before:OTHER, after:OTHER).',
    });
  }
  const read = amount === '' ? undefined : readQuantity(amount);
  if (read && 'problem' in read) throw new UserError(`--what-if ${text}: ${read.problem}`);
  return {
    kind: 'set',
    container,
    field: field as RequestsOrLimits,
    resource,
    amount: amount === '' ? undefined : amount,
  };
}

/**
 * The Pod with all the changes made, one after another; throws a UserError where one cannot be, or
 * where an API server would refuse what comes of them.
 */
export function withChanges(pod: Pod, changes: readonly Change[]): Pod {
  const changed = changes.reduce((before, change) => {
    const after = withChange(before, change);
    if ('pod' in after) return after.pod;
    throw new UserError(problemText(after.problem, pod), {
      hint: `Its containers are: ${containerNames(pod).join(', ')}.`,
    });
  }, pod);
  const known = new Set(refusals(pod));
  const [refusal] = refusals(changed).filter((each) => !known.has(each));
  if (refusal === undefined) return changed;
  throw new UserError(`--what-if: the API server would refuse that: ${refusal}`);
}

function refusals(pod: Pod): readonly string[] {
  return resourceProblems(pod).map(({ field, message }) => `${field}: ${message}`);
}

function problemText({ code, container }: ChangeProblem, { metadata }: Pod): string {
  return code === 'not-an-init-container'
    ? `--what-if: ${container} is an app container: only the order of init containers and sidecars can change`
    : `--what-if: the Pod ${metadata.name ?? ''} has no container ${container}`;
}

function containerNames({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
}
