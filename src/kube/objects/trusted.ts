/**
 * An object that the API server sent, as the type that it has there. The server has validated it
 * and only that it is the object which was asked for has to be checked; whatever comes from a file
 * goes through `fitToShape` instead.
 */
export function trusted<T>(value: unknown): T {
  return value as T;
}
