const firstCode = 0x20;
const codes = 0x7e - firstCode; // `~` is left out: the conversation keeps "~~~~" for itself
const idLength = 4;
/** Slips have one half of the ids, tickets the other: 39 million each, until they are given again. */
const half = codes ** idLength / 2;

/** A slip's process id: four printable characters, unique across restarts because slip numbers are. */
export function slipJobId(slipId: number): string {
  return characters(slipId % half);
}

/** A ticket's process id. */
export function ticketJobId(ticketId: number): string {
  return characters(half + (ticketId % half));
}

/** What a process id stands for. */
export function jobOf(jobId: string): { readonly kind: "slip" | "ticket"; readonly id: number } {
  let value = 0;
  for (const character of jobId) value = value * codes + (character.charCodeAt(0) - firstCode);
  return value < half ? { kind: "slip", id: value } : { kind: "ticket", id: value - half };
}

function characters(value: number): string {
  let rest = value;
  let id = "";
  for (let place = 0; place < idLength; place++) {
    id = String.fromCharCode(firstCode + (rest % codes)) + id;
    rest = Math.floor(rest / codes);
  }
  return id;
}
