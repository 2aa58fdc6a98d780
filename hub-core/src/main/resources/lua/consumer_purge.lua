-- purpose: throw dead letters of a consumer away
-- KEYS[1] dead letters, STREAM, see consumer_fetch
-- ARGV[1] (optional) first of their ids; all arguments are. None for all letters
-- result: {how many}
-- cost: O(letters)
-- idempotent: yes
if #ARGV > 0 then return {redis.call('XDEL', KEYS[1], unpack(ARGV))} end
local all = redis.call('XLEN', KEYS[1])
redis.call('UNLINK', KEYS[1])
return {all}
