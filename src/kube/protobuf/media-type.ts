/** Asks for Kubernetes' protobuf. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

export function isProtobuf(contentType: string | null): boolean {
  return contentType?.startsWith(PROTOBUF) === true;
}
