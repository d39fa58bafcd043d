/** What says which version a release is. */
export interface VersionClaims {
  /** `v0.1.0`. */
  readonly tag: string;
  /** Of package.json. */
  readonly version: string;
  readonly changelog: string;
}

/** Where they disagree, in sentences; a release of such is none. */
export function disagreements({ tag, version, changelog }: VersionClaims): readonly string[] {
  const problems: string[] = [];
  if (!/^v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(tag)) {
    problems.push(`the tag ${tag} is no version such as v1.2.3`);
  }
  if (tag !== `v${version}`) problems.push(`the tag is ${tag}, but package.json says ${version}`);
  const [newest] = /(?<=^## )\d\S*/m.exec(changelog) ?? [];
  if (newest !== version) {
    problems.push(`the newest version in CHANGELOG.md is ${newest ?? 'none'}, not ${version}`);
  }
  return problems;
}

/** What the changelog says of a version, for the page of the release. */
export function releaseNotes(changelog: string, version: string): string {
  const [, notes] = changelog.split(new RegExp(`^## ${RegExp.escape(version)}(?![\\w.-]).*$`, 'm'));
  return `${(notes ?? '').split(/^## /m)[0]?.trim() ?? ''}\n`;
}
