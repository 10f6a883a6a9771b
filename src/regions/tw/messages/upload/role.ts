import type { Seller } from "../../../../invoice/record.ts";
import type { Buyer } from "../../../../invoice/sale.ts";
import { isBusinessId } from "../../business-id.ts";
import { text } from "../form/formats.ts";
import type { Rule } from "../form/rule.ts";
import { type Content, may, must } from "../form/shape.ts";

/** Who stands in a message as seller or buyer. Here the schema fixes the order (spec/taiwan.md 5.1). */
export const roleShape = {
  Identifier: must(text(8, 10)),
  Name: must(text(1, 60)),
  Address: may(text(0, 100)),
  PersonInCharge: may(text(0, 30)),
  TelephoneNumber: may(text(0, 26)),
  FacsimileNumber: may(text(0, 26)),
  EmailAddress: may(text(0, 400)),
  CustomerNumber: may(text(0, 20)),
  RoleRemark: may(text(0, 40)),
};

export type Role = Content<typeof roleShape>;

/** Ten zeros stand for a consumer in a message; the QR code has eight. */
export const consumerId = "0000000000";

export function sellerRole({ businessId, name, address }: Seller): Role {
  return { Identifier: businessId, Name: name, Address: address };
}

/** A company whose name nobody asked for goes by its 統編. */
export function buyerRole(buyer: Buyer | null): Role {
  if (!buyer) return { Identifier: consumerId, Name: "消費者" };
  return { Identifier: buyer.businessId, Name: buyer.name || buyer.businessId, Address: buyer.address || undefined };
}

/** The buyer where a message has room for the number only. */
export function buyerId(buyer: Buyer | null): string {
  return buyer?.businessId ?? consumerId;
}

/** The client's rules 2 and 3. */
export const buyerRules: readonly Rule<Role>[] = [
  {
    code: "rule-2",
    path: "Identifier",
    message: "The buyer's 統編 must be eight digits whose check sum holds.",
    holds: ({ Identifier }) => Identifier === consumerId || isBusinessId(Identifier),
  },
  {
    code: "rule-3",
    path: "Name",
    message: "The buyer's name must not be one to four zeros.",
    holds: ({ Name }) => !/^0{1,4}$/.test(Name),
  },
];
