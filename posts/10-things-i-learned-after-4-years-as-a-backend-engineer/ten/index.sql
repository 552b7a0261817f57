-- region table
CREATE TABLE events (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tenant_id  INT UNSIGNED    NOT NULL,
  created_at DATETIME        NOT NULL,
  kind       VARCHAR(20)     NOT NULL,
  payload    VARCHAR(200)    NOT NULL,
  KEY by_time (created_at, tenant_id)
) ENGINE=InnoDB;
-- endregion table

-- region query
SELECT id, kind FROM events
WHERE tenant_id = 42 AND created_at >= '2026-01-01'
ORDER BY created_at LIMIT 50;
-- endregion query

-- region better
ALTER TABLE events ADD KEY by_tenant (tenant_id, created_at);
-- endregion better

-- region day
SELECT COUNT(payload) FROM events
WHERE tenant_id = 42 AND DATE(created_at) = '2026-01-15';
-- endregion day

-- region range
SELECT COUNT(payload) FROM events
WHERE tenant_id = 42 AND created_at >= '2026-01-15'
                     AND created_at <  '2026-01-16';
-- endregion range
