import type { Structured } from '../text/json-yaml.ts';
import type { Finding } from './finding.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Findings as a SARIF 2.1.0 log, which code scanners and editors read. */
export function lintSarif(findings: readonly Finding[], version: string): Structured {
  const rules = new Map(findings.map(({ code, helpUri }) => [code, helpUri]));
  const described = [...rules].sort().map(([id, helpUri]) => ({ id, ...(helpUri && { helpUri }) }));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'kubectl-initx', version, rules: described },
        },
        results: findings.map(resultOf),
      },
    ],
  };
}

function resultOf({ level, code, message, place }: Finding): Structured {
  return {
    ruleId: code,
    level,
    message: { text: message },
    ...(place && {
      locations: [
        {
          physicalLocation: {
            // A URI, in which a path has forward slashes.
            artifactLocation: { uri: encodeURI(place.file.replaceAll('\\', '/')) },
            ...(place.line !== undefined && {
              region: {
                startLine: place.line,
                ...(place.column !== undefined && { startColumn: place.column }),
              },
            }),
          },
        },
      ],
    }),
  };
}
