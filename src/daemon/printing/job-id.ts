const firstCode = 0x20;
const codes = 0x7e - firstCode; // `~` is left out: the conversation keeps "~~~~" for itself
const idLength = 4;

/** A slip's process id: four printable characters, unique across restarts because slip numbers are, reused after 78 million. */
export function jobId(slipId: number): string {
  let rest = slipId;
  let id = "";
  for (let place = 0; place < idLength; place++) {
    id = String.fromCharCode(firstCode + (rest % codes)) + id;
    rest = Math.floor(rest / codes);
  }
  return id;
}

/** The slip a process id stands for. */
export function slipOf(id: string): number {
  let slipId = 0;
  for (const character of id) slipId = slipId * codes + (character.charCodeAt(0) - firstCode);
  return slipId;
}
