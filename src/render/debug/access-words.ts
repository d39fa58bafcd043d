import { listed } from '../text/listed.ts';
import type { Advice } from './refusal-words.ts';

/** A right, as RBAC writes it. */
interface RightWords {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
}

/** Which rights are missing, and a Role that would give them. */
export function accessWords(
  missing: readonly RightWords[],
  namespace: string,
  outcome = 'no container was added',
): Advice {
  const named = missing.map((right) => `${right.verb} ${resourceOf(right)}`);
  return {
    message: `you do not have the right to ${listed(named)} in namespace ${namespace}; ${outcome}`,
    hint: `An administrator can give it with this Role and a RoleBinding to you:\n${role(missing, namespace)}`,
  };
}

function role(missing: readonly RightWords[], namespace: string): string {
  const byResource = Map.groupBy(missing, resourceOf);
  const rules = [...byResource].map(
    ([resource, rights]) =>
      `- apiGroups: [""]\n  resources: ["${resource}"]\n  verbs: [${rights.map(({ verb }) => `"${verb}"`).join(', ')}]`,
  );
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: Role',
    'metadata:',
    '  name: debug-containers',
    `  namespace: ${namespace}`,
    'rules:',
    ...rules,
  ].join('\n');
}

function resourceOf({ resource, subresource }: RightWords): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
