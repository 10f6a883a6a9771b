/** An element of a message as it stands in the file: its children in order, or its text. */
export interface Tree {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly children: readonly Tree[];
  readonly text: string;
}

/** Reads well-formed XML without attributes but xmlns, comments or CDATA. Written for the tests, so that it judges the writer as a stranger. */
export function treeOf(xml: string): Tree {
  const tokens = xml.replace(/^<\?xml[^>]*\?>\s*/, "").match(/<[^>]+>|[^<]+/g) ?? [];
  const roots = childrenOf(tokens[Symbol.iterator](), undefined);
  if (roots.children.length !== 1) throw new Error("not exactly one root");
  return roots.children[0]!;
}

function childrenOf(tokens: Iterator<string>, closing: string | undefined): { children: Tree[]; text: string } {
  const children: Tree[] = [];
  let text = "";
  for (let { value: token, done } = tokens.next(); !done; { value: token, done } = tokens.next()) {
    if (token === `</${closing}>`)
      return children.length > 0 ? { children, text: text.trim() } : { children, text: unescaped(text) };
    const opening = /^<(\w+)(?: xmlns="([^"]*)")?(\/)?>$/.exec(token);
    if (opening) {
      const [, name, namespace, empty] = opening;
      children.push({ name: name!, namespace, ...(empty ? { children: [], text: "" } : childrenOf(tokens, name)) });
    } else if (token.startsWith("<")) throw new Error(`unexpected ${token}`);
    else text += token;
  }
  if (closing !== undefined) throw new Error(`${closing} is not closed`);
  return { children, text };
}

function unescaped(text: string): string {
  return text.replace(/&(\w+|#x[0-9A-F]+);/g, (_, name: string) => {
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    const plain = { amp: "&", lt: "<", gt: ">" }[name];
    if (plain === undefined) throw new Error(`unknown entity ${name}`);
    return plain;
  });
}
