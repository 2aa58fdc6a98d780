-- purpose: set when deliveries of a consumer are due again: at once or later because they failed, or later because the
--   work takes longer
-- include: consumer
-- ARGV[8] epoch of the offsets
-- ARGV[9] ms from now
-- ARGV[10] 1 if the deliveries failed
-- ARGV[11] first of the deliveries, <offset> or <offset>/<attempt>; all arguments from here on are. With an attempt only
--   that one is meant, and not what another worker has now
-- result: {ok, how many were set, the offsets of those that are not under way}; {epoch, the present epoch}; {absent}
-- cost: O(deliveries * log(without acknowledgement))
-- idempotent: yes
local stream = attune()
if not stream then return {'absent'} end
if ARGV[8] ~= stream.epoch then return {'epoch', stream.epoch} end
local due = text(clock() + tonumber(ARGV[9]))
local set, unknown = 0, {}
for i = 11, #ARGV do
  local offset, attempt = string.match(ARGV[i], '^(%d+)/?(%d*)$')
  if call('ZSCORE', KEYS[5], offset) and (attempt == '' or tonumber(attempt) == attempts(offset)) then
    call('ZADD', KEYS[5], due, offset)
    set = set + 1
  else
    unknown[#unknown + 1] = offset
  end
end
if set > 0 and ARGV[10] == '1' then
  call('HINCRBY', KEYS[4], 'x', set)
  wake()
end
return {'ok', set, unknown}
