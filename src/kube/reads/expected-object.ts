import { fieldsOf, isJsonObject, type JsonObject, textOf } from '../objects/json-value.ts';
import { fitToShape, formatPath, type Shape } from '../objects/shape.ts';
import { trusted } from '../objects/trusted.ts';
import type { KubeClient } from '../transport/client.ts';
import { ConnectionError } from '../transport/errors.ts';

/** What an answer must be. */
export interface Expected {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * The object of an answer, if it is the one that was asked for: whatever else a server or a proxy
 * before it sends (a list, another object, half of one) must not be told as if it were. Throws
 * ConnectionError.
 */
export function expectedObject<T>(
  client: KubeClient,
  answer: unknown,
  expected: Expected,
  shape: Shape,
): T {
  const { kind, name, namespace } = expected;
  const refuse = (what: string) =>
    new ConnectionError(
      `${client.connection.server} was asked for the ${kind} ${namespace}/${name} and answered with ${what}`,
      { hint: 'Is this the URL of an API server, and not of a proxy that changes its answers?' },
    );
  if (!isJsonObject(answer)) throw refuse('something that is not an object');
  const metadata: JsonObject = fieldsOf(answer.metadata);
  const isExpected =
    answer.kind === kind && metadata.name === name && metadata.namespace === namespace;
  if (!isExpected) throw refuse(described(answer, metadata));
  const [misfit] = fitToShape(answer, shape);
  if (misfit === undefined) return trusted<T>(answer);
  throw refuse(`one that cannot be read: ${formatPath(misfit.path)}: ${misfit.problem}`);
}

function described({ kind }: JsonObject, { name, namespace }: JsonObject): string {
  const what = textOf(kind);
  if (what === undefined) return 'an object that does not say what it is';
  const names = [namespace, name].map(textOf).filter((each) => each !== undefined);
  return names.length === 0 ? `a ${what}` : `the ${what} ${names.join('/')}`;
}
