/** What all structured output says it is; each kind has its JSON Schema in `schema/`. */
export const API_VERSION = 'initx.dev/v1alpha1';
