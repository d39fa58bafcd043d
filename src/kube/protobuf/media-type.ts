/** Asks for Kubernetes' protobuf. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Whether an answer is in it: a proxy may send JSON all the same. */
export function isProtobuf(contentType: string | null): boolean {
  return contentType?.startsWith(PROTOBUF) === true;
}
