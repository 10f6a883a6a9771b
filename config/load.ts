import { existsSync, readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import type { z } from "zod";
import { refuse } from "./problems.ts";
import { type Config, configSchema } from "./schema.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `tillseal.yaml` (all defaults where there is none), lets TILLSEAL_<KEY> override single keys (lists and maps as
 * JSON), and refuses with every fault at once.
 */
export function loadConfig(path: string, environment: Environment): Config {
  const read = configSchema.safeParse({ ...readYaml(path), ...overrides(environment) });
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => ({
    path: issue.path.map(String).join(".") || unknownKeys(issue),
    code: issue.code ?? "invalid",
    message: issue.message,
  }));
  throw refuse("config-invalid", `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}.`, {
    faults,
    hint: `Mend ${path} or the TILLSEAL_… variables; config/tillseal.example.yaml shows every key.`,
  });
}

function readYaml(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const value: unknown = parse(readFileSync(path, "utf8")) ?? {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
    throw refuse("config-invalid", `${path} must hold keys and values.`, { hint: "See config/tillseal.example.yaml." });
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw refuse("config-invalid", `${path} is not YAML: ${error.message.split("\n")[0]}`, { cause: error });
    throw error;
  }
}

function overrides(environment: Environment): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(configSchema.shape)) {
    const name = environmentName(key);
    const text = environment[name];
    if (text !== undefined) found[key] = isText(key) ? text : readJson(name, text);
  }
  return found;
}

/** `longestGapDays` → `TILLSEAL_LONGEST_GAP_DAYS` */
export function environmentName(key: string): string {
  return `TILLSEAL_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function isText(key: string): boolean {
  return ["region", "headOffice", "listen", "logoLine", "upstream", "clockServer", "drawer"].includes(key);
}

function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse("config-invalid", `${name} must be a number or JSON.`, {
      hint: `For example TILLSEAL_PRINTERS='[{"name":"front","url":"tcp://192.168.1.50:9100"}]'.`,
      cause: error,
    });
  }
}

function unknownKeys(issue: z.core.$ZodIssue): string {
  return issue.code === "unrecognized_keys" ? issue.keys.join(", ") : "";
}
