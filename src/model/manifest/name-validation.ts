import {
  type FieldPlace,
  type FieldProblem,
  invalid,
} from '../resources/admission/field-problem.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

/** IsDNS1123Label (apimachinery pkg/util/validation/validation.go). */
export function labelProblems(place: FieldPlace, name: string): readonly FieldProblem[] {
  return [
    ...tooLong(place, name, 63),
    ...unlike(
      place,
      name,
      LABEL,
      `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`,
    ),
  ];
}

/** IsDNS1123Subdomain: names of Pods, of most workloads, and of what they refer to. */
export function subdomainProblems(place: FieldPlace, name: string): readonly FieldProblem[] {
  return [
    ...tooLong(place, name, 253),
    ...unlike(
      place,
      name,
      SUBDOMAIN,
      `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
    ),
  ];
}

/** IsValidPortName. */
export function portNameProblems(place: FieldPlace, name: string): readonly FieldProblem[] {
  const problems = [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
  return problems.map((problem) => invalid(place, name, problem));
}

/** ValidatePortNumOrName. */
export function portProblems(place: FieldPlace, port: number | string): readonly FieldProblem[] {
  if (typeof port === 'string') return portNameProblems(place, port);
  if (port >= 1 && port <= 65_535) return [];
  return [invalid(place, port, 'must be between 1 and 65535, inclusive')];
}

function tooLong(place: FieldPlace, name: string, most: number): readonly FieldProblem[] {
  return name.length > most
    ? [invalid(place, name, `must be no more than ${most} characters`)]
    : [];
}

function unlike(
  place: FieldPlace,
  name: string,
  pattern: string,
  words: string,
): readonly FieldProblem[] {
  return new RegExp(`^(?:${pattern})$`).test(name) ? [] : [invalid(place, name, words)];
}
