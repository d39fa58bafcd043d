import type { BundledPackage } from './bundled.ts';

/** What the executable is made of, as CycloneDX 1.6. */
export function softwareBillOfMaterials(facts: {
  readonly version: string;
  readonly runtime: string;
  readonly time: number;
  readonly packages: readonly BundledPackage[];
}): string {
  const { version, runtime, time, packages } = facts;
  const main = component('application', 'kubectl-initx', version, 'Apache-2.0');
  const bun = component('platform', 'bun', runtime, 'MIT');
  const components = [
    bun,
    ...packages.map((each) => component('library', each.name, each.version, each.license)),
  ];
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: new Date(time * 1000).toISOString(), component: main },
    components,
    dependencies: [{ ref: main['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function component(type: string, name: string, version: string, license: string) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type, 'bom-ref': purl, name, version, licenses: [{ license: { id: license } }], purl };
}
