import { stringify } from "yaml";
import type { OpeningPlan } from "./plan.ts";

/** `tillseal.yaml` of a new shop: what was chosen, and where to read of the rest. */
export function configText({ seller, config, environment }: OpeningPlan, region: string): string {
  const { printers, logoLine, upstream } = config;
  const chosen = {
    region,
    seller,
    ...(logoLine !== undefined && { logoLine }),
    printers,
    ...(upstream !== undefined && { upstream }),
  };
  return `# A ${environment} till, opened with \`tillseal init\`. config/tillseal.example.yaml shows every key with its meaning.\n${stringify(chosen)}`;
}
