-- purpose: adds one to a counter, and once more if it is sent twice
-- KEYS[1] counter (string)
-- result: the counter afterwards (integer)
-- cost: O(1)
-- idempotent: no
return redis.call('INCR', KEYS[1])
