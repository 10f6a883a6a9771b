import type { StoredPost } from "../../../../db/till/books/alerts.ts";
import type { AlertEvent } from "../../../../db/till/schema.ts";
import type { Shop } from "../../shop.ts";
import { type Severity, severities } from "../alert-level.ts";
import { spell } from "../spell.ts";
import type { Mail } from "./mailer.ts";
import { postName } from "./webhook.ts";

type Addressed = Pick<Shop, "seller" | "environment" | "law">;

const events: Readonly<Record<AlertEvent, string>> = { raised: "新警示 New", worse: "惡化 Worse", mended: "已排除 Mended" };
const marks: Readonly<Record<Severity, string>> = { critical: "緊急", warning: "注意", notice: "通知" };

/** What one mail says: the worst in the subject, then each with what to do, in both languages. */
export function digestOf(shop: Addressed, posts: readonly StoredPost[]): Pick<Mail, "subject" | "text" | "messageId"> {
  const items = posts.map((stored) => itemOf(shop, stored));
  const open = items.filter(({ event }) => event !== "mended");
  const worst = open.toSorted((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity))[0];
  const test = shop.environment === "live" ? "" : "測試 TEST ";
  const head = worst ? `${marks[worst.severity]} ${worst.what.zh}` : "警示已排除 All mended";
  const more = items.length > 1 ? ` (+${items.length - 1})` : "";
  const first = posts[0]!;
  return {
    subject: `${test}[Tillseal] ${shop.seller.name}: ${head}${more}`,
    text: `${[...items.map(({ text }) => text), foot].join("\n\n")}\n`,
    messageId: `<${postName(first)}.${posts.length}@${shop.seller.businessId}.tillseal.invalid>`,
  };
}

const foot = "-- \nTillseal · GET /v1/alerts · docs/alerts.md";

function itemOf({ law }: Addressed, { post, alert }: StoredPost) {
  const { severity, what, next } = spell({ ...alert, level: post.level, facts: post.facts });
  const lines = [
    `${marks[severity]} ${events[post.event]} · ${alert.kind} · ${law.localTime(post.at)}`,
    what.zh,
    what.en,
    ...(post.event === "mended" ? [] : [`→ ${next.zh}`, `→ ${next.en}`]),
  ];
  return { event: post.event, severity, what, text: lines.join("\n") };
}
