-- purpose: put deliveries of a consumer aside as dead letters: whoever works on them gave them up
-- include: consumer
-- ARGV[8] epoch of the offsets
-- ARGV[9] most dead letters that are kept
-- ARGV[10] first of the offsets; all arguments from here on are
-- result: {ok, how many were put aside, those that were not under way}; {epoch, the present epoch}; {absent}
-- cost: O(offsets * log(without acknowledgement)), O(n) of what the stream lets go
-- idempotent: yes
local stream = attune()
if not stream then return {'absent'} end
if ARGV[8] ~= stream.epoch then return {'epoch', stream.epoch} end
local buried, unknown, lost = 0, {}, 0
for i = 10, #ARGV do
  local offset = ARGV[i]
  if call('ZSCORE', KEYS[5], offset) then
    local publication, channel = publication_of(offset)
    if publication then
      bury(stream, ARGV[9], offset, attempts(offset), channel, publication)
      buried = buried + 1
    else
      close(offset)
      lost = lost + 1
    end
  else
    unknown[#unknown + 1] = offset
  end
end
if buried > 0 then call('HINCRBY', KEYS[4], 'dd', buried) end
if lost > 0 then count_lost(lost) end
settle(stream)
wake()
return {'ok', buried, unknown}
