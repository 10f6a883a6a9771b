import { invoiceId } from "../../../invoice/invoice.ts";
import { refuse } from "../../../invoice/problems.ts";
import { statusOf } from "../../../invoice/undoing.ts";
import type { Shop } from "../../shop.ts";
import { assertStanding } from "./standing.ts";
import { type Undone, type UndoRequest, undoInvoice } from "./undo-invoice.ts";

/** Withdraws an invoice (註銷), cancelled or not: its message is taken back, so that the number can come again with other content. */
export function withdrawInvoice(shop: Shop, request: UndoRequest): Promise<Undone> {
  return undoInvoice(shop, request, {
    act: "withdraw",
    assertAllowed(view, atSeconds) {
      if (statusOf(view.undoings.map(({ act }) => act)) !== "cancelled") assertStanding(view);
      if (shop.law.undo.stage(view.stored.row.issuedAt, atSeconds) !== "filed") return;
      throw refuse("period-filed", `The period of invoice ${invoiceId(view.stored.record)} is filed; its content is settled.`, {
        hint: "Give money back with an allowance, or cancel it with the tax office's approval (專案作廢).",
      });
    },
  });
}
