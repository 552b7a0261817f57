-- region schema
CREATE TABLE accounts (
  id            BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  balance_cents BIGINT          NOT NULL,
  CONSTRAINT never_negative CHECK (balance_cents >= 0)
) ENGINE=InnoDB;

CREATE TABLE transfers (
  id      CHAR(36)    NOT NULL PRIMARY KEY,  -- chosen by the client
  made_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;

CREATE TABLE entries (
  transfer_id  CHAR(36)        NOT NULL,
  account_id   BIGINT UNSIGNED NOT NULL,
  amount_cents BIGINT          NOT NULL,
  PRIMARY KEY (transfer_id, account_id),
  KEY (account_id),
  FOREIGN KEY (transfer_id) REFERENCES transfers (id),
  FOREIGN KEY (account_id)  REFERENCES accounts (id)
) ENGINE=InnoDB;
-- endregion schema

-- region at
SELECT COALESCE(SUM(e.amount_cents), 0)
FROM entries e JOIN transfers t ON t.id = e.transfer_id
WHERE e.account_id = ? AND t.made_at <= ?;
-- endregion at

-- region audit
SELECT a.id, a.balance_cents, COALESCE(SUM(e.amount_cents), 0) AS entries
FROM accounts a LEFT JOIN entries e ON e.account_id = a.id
GROUP BY a.id, a.balance_cents
HAVING a.balance_cents <> entries;
-- endregion audit

-- region unbalanced
SELECT transfer_id FROM entries
GROUP BY transfer_id HAVING SUM(amount_cents) <> 0;
-- endregion unbalanced
