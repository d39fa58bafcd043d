import { UserError } from '../../errors.ts';

/** Objects of the API: all of a resource, those of a namespace, or one of them. */
export interface ResourcePath {
  /** `/api/v1`, `/apis/apps/v1`. */
  readonly groupPath: string;
  /** Undefined for all namespaces, and for what has none. */
  readonly namespace?: string | undefined;
  /** The plural: `pods`. */
  readonly resource: string;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
}

/**
 * The path of objects, with every name checked first: an empty one, `.` or `..` would make it the
 * path of something else, a list or the Namespace. Throws UserError in kubectl's words.
 */
export function apiPath(of: ResourcePath): string {
  const parts = [of.groupPath];
  if (of.namespace !== undefined) {
    parts.push('namespaces', checkedName(of.namespace, 'namespace'));
  }
  parts.push(of.resource);
  if (of.name !== undefined) parts.push(checkedName(of.name, 'resource name'));
  if (of.subresource !== undefined) parts.push(of.subresource);
  return parts.join('/');
}

/**
 * The name as a segment of a path, by the rules of apimachinery's IsValidPathSegmentName and of
 * client-go's Request (rest/request.go); which names an object may have, the API server decides.
 */
function checkedName(name: string, what: 'namespace' | 'resource name'): string {
  if (name === '') {
    throw new UserError(`${what} may not be empty`, {
      hint: 'Is a variable of the command line empty?',
    });
  }
  const problem =
    name === '.' || name === '..'
      ? `may not be '${name}'`
      : ['/', '%'].flatMap((sign) => (name.includes(sign) ? [`may not contain '${sign}'`] : []))[0];
  if (problem !== undefined) throw new UserError(`invalid ${what} "${name}": [${problem}]`);
  return encodeURIComponent(name);
}
