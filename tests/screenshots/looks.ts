/** A size and a colour scheme that a picture is taken in; `name` goes into the picture's. */
export interface Look {
  readonly name: string;
  readonly viewport: { width: number; height: number };
  readonly colorScheme: "dark" | "light";
}

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** One after the other, so that no picture is of a page that had to wait. */
export async function forEachLook(take: (look: Look) => Promise<void>): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await take({ name: `${size}-${colorScheme}`, viewport, colorScheme });
    }
  }
}
