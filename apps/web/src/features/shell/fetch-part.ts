import { isBridgeAway } from "../../state/connection.ts";

/** Thrown where a part of the page is not there, because its files could not be fetched. */
export class MissingPart extends Error {}

/**
 * Fetches a part of the page. While the bridge is away nothing is asked for: a browser remembers each file that it
 * could not fetch, and gives no other answer until the page is loaded anew.
 * @throws {MissingPart}
 */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  if (isBridgeAway()) throw new MissingPart("The bridge is away.");
  try {
    return await load();
  } catch (cause) {
    throw new MissingPart("A file of the page could not be fetched.", { cause });
  }
}
