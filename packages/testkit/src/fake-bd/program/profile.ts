/** The ways of one version of bd. */
export interface Profile {
  readonly version: string;
  atLeast(version: string): boolean;
}

export function profileOf(version: string): Profile {
  return { version, atLeast: (other) => compareVersions(version, other) >= 0 };
}

function compareVersions(left: string, right: string): number {
  const [ours, theirs] = [numbersOf(left), numbersOf(right)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
