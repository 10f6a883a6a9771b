/** What a printer answered: its status and every attribute by name, groups put together. */
export interface IppAnswer {
  readonly status: number;
  readonly attributes: ReadonlyMap<string, readonly (string | number)[]>;
}

const endOfAttributes = 0x03;
const firstValueTag = 0x10;
const integer = 0x21;
const enumeration = 0x23;
const texts = { first: 0x41, last: 0x49 } as const;

/**
 * Reads an IPP answer (RFC 8010). The package that writes our requests reads lengths as signed numbers, goes back by a negative one and
 * may never end; this reader only ever goes forward. Throws when it is no IPP.
 */
export function readIpp(bytes: Uint8Array): IppAnswer {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const attributes = new Map<string, (string | number)[]>();
  let name = "";
  let at = 8;
  const take = () => {
    const length = data.getUint16(at);
    const part = bytes.subarray(at + 2, at + 2 + length);
    if (part.length !== length) throw new Error("an attribute is cut off");
    at += 2 + length;
    return part;
  };
  while (data.getUint8(at) !== endOfAttributes) {
    const tag = data.getUint8(at++);
    if (tag < firstValueTag) continue;
    name = utf8(take()) || name;
    const value = read(tag, take());
    if (value !== null) attributes.set(name, [...(attributes.get(name) ?? []), value]);
  }
  return { status: data.getUint16(2), attributes };
}

/** Texts, keywords and addresses as text, numbers as numbers; nothing else is asked for. */
function read(tag: number, bytes: Uint8Array): string | number | null {
  if (tag >= texts.first && tag <= texts.last) return utf8(bytes);
  const isNumber = (tag === integer || tag === enumeration) && bytes.length === 4;
  return isNumber ? new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0) : null;
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
