-- purpose: adds to a counter once for each operation id, so that it may be sent twice
-- KEYS[1] counter (string)
-- KEYS[2] ids of the operations done (set)
-- ARGV[1] how much to add (integer)
-- ARGV[2] operation id
-- result: the counter afterwards (integer)
-- cost: O(1)
-- idempotent: yes
if redis.call('SADD', KEYS[2], ARGV[2]) == 0 then
  return tonumber(redis.call('GET', KEYS[1]) or '0')
end
return redis.call('INCRBY', KEYS[1], ARGV[1])
