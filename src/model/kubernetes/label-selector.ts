/** Whether labels are selected. */
export type LabelSelector = (labels: Readonly<Record<string, string>>) => boolean;

const KEY = '[A-Za-z0-9][A-Za-z0-9_./-]*';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([A-Za-z0-9_.-]*)$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

/**
 * Reads `app=web,tier!=db,env in (a, b),!canary` as the API server does, where `!=` and `notin` also
 * take objects without the label (apimachinery pkg/labels/selector.go). Undefined for what is no
 * selector.
 */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const requirements = parts.filter((part) => part !== '').map(requirementOf);
  const known = requirements.filter((each) => each !== undefined);
  if (known.length < requirements.length) return undefined;
  return (labels) => known.every((isMet) => isMet(labels));
}

function requirementOf(text: string): LabelSelector | undefined {
  const [, equalKey = '', operator, value = ''] = EQUALITY.exec(text) ?? [];
  if (operator !== undefined) {
    return (labels) => (labels[equalKey] === value) === (operator !== '!=');
  }
  const [, setKey = '', relation, list = ''] = SET.exec(text) ?? [];
  if (relation !== undefined) {
    const values = new Set<string | undefined>(list.split(',').map((each) => each.trim()));
    return (labels) => values.has(labels[setKey]) === (relation === 'in');
  }
  const [, not, key] = EXISTENCE.exec(text) ?? [];
  if (key === undefined) return undefined;
  return (labels) => Object.hasOwn(labels, key) === (not === '');
}
