-- What a limit is kept as, unless it is a ZSET: x, y, z (0 where there is none, see limit) and when the key ends, in ms since 1970, as
-- doubles of 8 bytes with the lowest first; behind them the text of the rule. So reading and writing take half the time that a
-- line for people took. The key lives until all is free again and at most SPARE ms longer: most writes so change the numbers alone.
local call, ceil, sub, pack, unpack_state = redis.call, math.ceil, string.sub, struct.pack, struct.unpack
local MOST, SPARE = 4503599627370496, 10000
local HEAD, TEXT = '<dddd', 33
local now = clock()

-- Writes a state that is to live for so many us. "ends" is when the key that stands there ends, 0 if it has another text or is none.
local function put(key, x, y, z, ends, text, us)
  local least = ceil((now + us) / 1000) + 1
  if ends >= least then
    call('SETRANGE', key, 0, pack('<ddd', x, y, z))
  else
    ends = least + SPARE
    call('SET', key, pack(HEAD, x, y, z, ends) .. text, 'PXAT', ends)
  end
end
