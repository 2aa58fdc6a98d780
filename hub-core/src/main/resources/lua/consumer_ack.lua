-- purpose: end deliveries of a consumer: their publications are done
-- include: consumer
-- ARGV[8] epoch of the offsets
-- ARGV[9] first of the offsets; all arguments from here on are
-- result: {ok, how many were ended, those that were not under way}; {epoch, the present epoch}; {absent}
-- cost: O(offsets * log(without acknowledgement)), O(n) of what the stream lets go
-- idempotent: yes
local stream = attune()
if not stream then return {'absent'} end
if ARGV[8] ~= stream.epoch then return {'epoch', stream.epoch} end
local was_full = call('ZCARD', KEYS[5]) >= tonumber(call('HGET', KEYS[4], 'mf'))
local has_more = call('EXISTS', KEYS[7]) == 1
local known, unknown = {}, {}
for i = 9, #ARGV do
  if call('ZREM', KEYS[5], ARGV[i]) == 1 then
    known[#known + 1] = ARGV[i]
  else
    unknown[#unknown + 1] = ARGV[i]
  end
end
if #known > 0 then
  call('ZREM', KEYS[6], unpack(known))
  if has_more then
    for _, offset in ipairs(known) do call('HDEL', KEYS[7], 'n' .. offset, 'd' .. offset, 'c' .. offset) end
  end
  call('HINCRBY', KEYS[4], 'a', #known)
  settle(stream)
  if was_full then wake() end
end
return {'ok', #known, unknown}
