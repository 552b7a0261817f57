-- region old
CREATE TABLE orders (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED    NOT NULL,
  total       DECIMAL(10,2)   NOT NULL,
  status      VARCHAR(16)     NOT NULL,
  note        VARCHAR(255)    NOT NULL DEFAULT '',
  placed_at   DATETIME        NOT NULL,
  KEY (customer_id)
) ENGINE=InnoDB;
-- endregion old

-- region shadow
CREATE TABLE orders_v2 (
  id          BIGINT UNSIGNED  NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED     NOT NULL,
  total_cents BIGINT           NOT NULL,
  currency    CHAR(3)          NOT NULL,
  status      TINYINT UNSIGNED NOT NULL,
  note        VARCHAR(255)     NOT NULL,
  placed_at   DATETIME         NOT NULL,
  KEY (customer_id, placed_at)
) ENGINE=InnoDB;
-- endregion shadow

-- region mapping
CREATE VIEW orders_as_v2 AS
SELECT id, customer_id,
       CAST(total * 100 AS SIGNED) AS total_cents,
       'EUR'                       AS currency,
       CASE status WHEN 'new'     THEN 1
                   WHEN 'paid'    THEN 2
                   WHEN 'shipped' THEN 3 END AS status,
       note, placed_at
FROM orders;
-- endregion mapping

-- region progress
CREATE TABLE backfill_progress (
  job     VARCHAR(64)     NOT NULL PRIMARY KEY,
  last_id BIGINT UNSIGNED NOT NULL,
  stop_id BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB;
-- endregion progress

-- region phase
CREATE TABLE migration_phase (
  job   VARCHAR(64)      NOT NULL PRIMARY KEY,
  phase TINYINT UNSIGNED NOT NULL
) ENGINE=InnoDB;
-- endregion phase

-- region copy
INSERT INTO orders_v2
  (id, customer_id, total_cents, currency, status, note, placed_at)
SELECT id, customer_id, total_cents, currency, status, note, placed_at
FROM orders_as_v2
WHERE id BETWEEN ? AND ?
ON DUPLICATE KEY UPDATE
  customer_id = VALUES(customer_id),
  total_cents = VALUES(total_cents),
  currency    = VALUES(currency),
  status      = VALUES(status),
  note        = VALUES(note),
  placed_at   = VALUES(placed_at);
-- endregion copy

-- region next
SELECT COALESCE(MAX(id), 0) FROM (
  SELECT id FROM orders
  WHERE id > ? AND id <= ?
  ORDER BY id LIMIT ?
) AS chunk;
-- endregion next

-- region checksum
SELECT COUNT(*),
       COALESCE(BIT_XOR(CRC32(CONCAT_WS('|', id, customer_id,
         total_cents, currency, status, note, placed_at))), 0)
FROM orders_v2
WHERE id BETWEEN ? AND ?;
-- endregion checksum

-- region differences
SELECT o.id FROM orders_as_v2 o LEFT JOIN orders_v2 n ON n.id = o.id
WHERE o.id BETWEEN ? AND ?
  AND NOT (o.customer_id <=> n.customer_id
       AND o.total_cents <=> n.total_cents
       AND o.currency    <=> n.currency
       AND o.status      <=> n.status
       AND o.note        <=> n.note
       AND o.placed_at   <=> n.placed_at)
UNION ALL
SELECT n.id FROM orders_v2 n LEFT JOIN orders o ON o.id = n.id
WHERE n.id BETWEEN ? AND ? AND o.id IS NULL;
-- endregion differences

-- region rename
SET SESSION lock_wait_timeout = 1;
RENAME TABLE orders TO orders_old, orders_v2 TO orders;
-- endregion rename
