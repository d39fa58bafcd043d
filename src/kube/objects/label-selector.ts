import { fieldsOf, isJsonObject, objectsOf } from './json-value.ts';

/**
 * The selector of a workload (spec.selector) as the API takes it in a query; undefined for kinds
 * that have none. A ReplicationController has the labels themselves.
 */
export function labelSelectorOf(workload: unknown): string | undefined {
  const spec = fieldsOf(fieldsOf(workload).spec);
  if (!isJsonObject(spec.selector)) return undefined;
  const { matchLabels, matchExpressions } = spec.selector;
  const isPlain = matchLabels === undefined && matchExpressions === undefined;
  const labels = isPlain ? spec.selector : fieldsOf(matchLabels);
  return [
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...objectsOf(matchExpressions).map(expressionText),
  ].join(',');
}

function expressionText(expression: Readonly<Record<string, unknown>>): string {
  const { key, operator, values } = expression;
  const list = Array.isArray(values) ? `(${values.join(',')})` : '()';
  switch (operator) {
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key}`;
  }
}
