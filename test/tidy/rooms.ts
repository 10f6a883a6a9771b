import { dirname } from "node:path";
import type { Source } from "./source.ts";

/** Which rooms a room may import (design: rooms and their arrows). What is not here may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  invoice: ["base"],
  receipt: ["base", "invoice"],
  regions: ["base", "invoice", "receipt"],
  drivers: ["base"],
  documents: ["base", "invoice", "receipt", "regions"],
  sync: ["base", "invoice", "regions"],
  rehearsal: ["base", "src/receipt/bitmap.ts", "src/receipt/png.ts"],
  db: ["base", "invoice", "regions", "sync"],
  config: ["base"],
  daemon: ["base", "invoice", "receipt", "regions", "drivers", "documents", "sync", "db", "config"],
};

/** What a room may know of another without depending on it. */
const mayKnowTypes: Readonly<Record<string, readonly string[]>> = {
  config: ["src/receipt/layout.ts", "src/receipt/native/dialect.ts", "src/drivers/capabilities.ts"],
};

/** `src/invoice/seal/chain.ts` → `invoice`; `db/till/schema.ts` → `db`. */
export function roomOf(path: string): string {
  const [top = "", room = ""] = path.split("/");
  return top === "src" ? room : top;
}

/** Arrows between rooms point one way, and nothing of the product knows its tests. */
export function wrongArrows(source: Source): string[] {
  const room = roomOf(source.path);
  return source.imports
    .filter(({ target }) => /^(src|db|config|test|bench)\//.test(target) && roomOf(target) !== room)
    .filter(({ target, typeOnly }) => !allowed(room, target) && !(typeOnly && mayKnowTypes[room]?.includes(target)))
    .map(({ target }) => `${source.path} imports ${target}, which ${room} may not`);
}

function allowed(room: string, target: string): boolean {
  const rooms = mayImport[room];
  if (!rooms) return ["test", "bench"].includes(room) || !["test", "bench"].includes(roomOf(target));
  return rooms.includes(roomOf(target)) || rooms.includes(target);
}

/** Files that import each other in a circle, types included. Each circle is named once, from its first file on. */
export function circles(sources: readonly Source[]): string[] {
  const targetsOf = new Map(sources.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (trail.includes(path) || done.has(path)) return;
    for (const target of targetsOf.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of [...targetsOf.keys()].sort()) walk(path, []);
  return found;
}

/** Files of the product that the program never reaches from its entrances: its own, and those of the processes it starts. */
export function unreached(sources: readonly Source[], ...entrances: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const walk = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { target } of byPath.get(path)?.imports ?? []) walk(target);
  };
  for (const entrance of entrances) walk(entrance);
  return [...byPath.keys()].filter((path) => /^(src|db|config)\//.test(path) && !reached.has(path));
}

/** A folder that holds more than anyone takes in at a glance. Lists may be longer. */
export function crowded(paths: readonly string[]): string[] {
  const folders = new Map<string, number>();
  for (const folder of paths.map(dirname)) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  return [...folders]
    .filter(([folder, files]) => files > limitOf(folder))
    .map(([folder, files]) => `${folder} holds ${files} files`);
}

function limitOf(folder: string): number {
  return /\/(cli|operations|migrations|schema)$/.test(folder) ? 30 : 12;
}

/** Which SQLite a Node can bear is known in one place; its types are anybody's. */
export function strayDrivers({ path, imports }: Source): string[] {
  if (path === "db/till/file/sqlite.ts") return [];
  return imports
    .filter(({ target, typeOnly }) => /^better-sqlite3/.test(target) && !typeOnly)
    .map(({ target }) => `${path} imports ${target}: take it from db/till/file/sqlite.ts`);
}
