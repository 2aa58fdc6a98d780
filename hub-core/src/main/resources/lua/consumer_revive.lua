-- purpose: have dead letters of a consumer delivered again, as if they never had been
-- include: consumer
-- ARGV[8] most letters to take, where none are named
-- ARGV[9] (optional) first of their ids; all arguments from here on are
-- result: {ok, how many are due now, ids of those that cannot be: unknown, or of a stream that ended}; {absent}
-- cost: O(letters * log(without acknowledgement))
-- idempotent: no
local stream = attune()
if not stream then return {'absent'} end
local letters, refused = {}, {}
if #ARGV < 9 then
  letters = call('XRANGE', LETTERS, '-', '+', 'COUNT', ARGV[8])
else
  for i = 9, #ARGV do
    local letter = call('XRANGE', LETTERS, ARGV[i], ARGV[i])[1]
    if letter then letters[#letters + 1] = letter else refused[#refused + 1] = ARGV[i] end
  end
end
local now, revived = text(clock()), 0
for _, letter in ipairs(letters) do
  local offset = field(letter, 'o')
  if field(letter, 'b') == stream.life then
    call('HSET', KEYS[7], 'n' .. offset, 0, 'd' .. offset, field(letter, 'd'), 'c' .. offset, field(letter, 'c'))
    call('ZADD', KEYS[5], now, offset)
    call('XDEL', LETTERS, letter[1])
    revived = revived + 1
  else
    refused[#refused + 1] = letter[1]
  end
end
if revived > 0 then wake() end
return {'ok', revived, refused}
