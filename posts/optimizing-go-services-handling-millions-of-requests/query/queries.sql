-- region schema
CREATE TABLE opt_orders (
  id         BIGINT PRIMARY KEY AUTO_INCREMENT,
  customer   INT NOT NULL,
  created_at INT NOT NULL,
  cents      INT NOT NULL,
  note       VARCHAR(200) NOT NULL,
  KEY by_customer (customer, created_at, id)
);
-- endregion schema

-- region offset
SELECT id, created_at, cents FROM opt_orders
 WHERE customer = ?
 ORDER BY created_at DESC, id DESC
 LIMIT 20 OFFSET 4000;
-- endregion offset

-- region keyset
SELECT id, created_at, cents FROM opt_orders
 WHERE customer = ?
   AND (created_at < ? OR (created_at = ? AND id < ?))
 ORDER BY created_at DESC, id DESC
 LIMIT 20;
-- endregion keyset

-- region function
SELECT COUNT(*) FROM opt_orders
 WHERE customer + 0 = ? AND created_at >= ?;
-- endregion function

-- region range
SELECT COUNT(*) FROM opt_orders
 WHERE customer = ? AND created_at >= ?;
-- endregion range
