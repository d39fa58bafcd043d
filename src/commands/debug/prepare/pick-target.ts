import { UserError } from '../../../errors.ts';
import { isRefusal } from '../../../model/debug/refusal.ts';
import { choices, chooseTarget } from '../../../model/debug/target.ts';
import type { Pod } from '../../../model/kubernetes/api.ts';
import { sanitise } from '../../../render/text/sanitise.ts';

/** Lets a person choose the target on the terminal, where the Pod has several that could be. */
export async function pickTarget(pod: Pod): Promise<string | undefined> {
  const containers = choices(pod);
  if (containers.length === 0) return undefined;
  const first = chooseTarget(pod, undefined);
  const at = isRefusal(first)
    ? 0
    : containers.findIndex(({ name }) => name === first.container.name);
  const { pickContainer } = await import('../../../live/pick-container.tsx');
  const chosen = await pickContainer(
    containers.map(({ name, spec, status }) => ({
      name: sanitise(name),
      detail: sanitise(`${spec.image ?? ''}${status?.ready === true ? '' : '  not Ready'}`),
    })),
    Math.max(at, 0),
  );
  if (chosen !== undefined) return chosen;
  throw new UserError('no container was chosen, and none was added', {
    hint: 'Name it with --target to be asked no more.',
  });
}
