/** Whose numbers are whose: a range's head office, an invoice only from a range of its own seller and period, and reports of what was left. */
export const branches = `
ALTER TABLE ranges ADD COLUMN head_office TEXT CHECK (head_office <> seller);
CREATE TRIGGER range_belongs BEFORE UPDATE OF seller, head_office, period, invoice_type ON ranges
WHEN OLD.seller <> NEW.seller OR OLD.head_office IS NOT NEW.head_office OR OLD.period <> NEW.period OR OLD.invoice_type <> NEW.invoice_type
BEGIN SELECT RAISE(ABORT, 'a range stays with whom it was granted to'); END;
CREATE TRIGGER range_reported BEFORE UPDATE OF next, state ON ranges
WHEN OLD.state = 'reported' AND (NEW.state <> 'reported' OR NEW.next <> OLD.next)
BEGIN SELECT RAISE(ABORT, 'a reported range is done with'); END;
CREATE TRIGGER invoice_from_own_range BEFORE INSERT ON invoices
WHEN NOT EXISTS (
  SELECT 1 FROM ranges r JOIN journal j ON j.seq = NEW.id
  WHERE r.id = NEW.range_id AND r.period = NEW.period AND r.seller = json_extract(j.doc, '$.seller.businessId'))
BEGIN SELECT RAISE(ABORT, 'a number comes from a range of its own seller and period'); END;

CREATE INDEX journal_reports ON journal (json_extract(doc, '$.period')) WHERE kind = 'unused-report';
`;
