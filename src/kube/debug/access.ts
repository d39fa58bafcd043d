import { ApiError } from '../transport/errors.ts';
import type { DebugApis } from './apis.ts';

/** Something that RBAC may allow: `patch` on `pods/ephemeralcontainers`. */
export interface Right {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
}

/**
 * Which of these rights on a Pod the user does not have, asked side by side. Where the server
 * does not answer such questions none is missing: the request itself will tell.
 */
export async function missingRights(
  { authorization }: DebugApis,
  namespace: string,
  pod: string,
  rights: readonly Right[],
): Promise<readonly Right[]> {
  const allowed = await Promise.all(
    rights.map(async (right) => {
      const resourceAttributes = { ...defined(right), namespace, name: pod };
      try {
        const { status } = await authorization.createSelfSubjectAccessReview({
          body: { spec: { resourceAttributes } },
        });
        return status?.allowed !== false;
      } catch (error) {
        if (error instanceof ApiError) return true;
        throw error;
      }
    }),
  );
  return rights.filter((_, index) => allowed[index] === false);
}

function defined({ verb, resource, subresource }: Right) {
  return { verb, resource, ...(subresource !== undefined && { subresource }) };
}
