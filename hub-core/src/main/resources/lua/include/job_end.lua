-- How a call ends that jobs may have ended in.
local function unlink_all(keys)
  for from = 1, #keys, 3000 do call('UNLINK', unpack(keys, from, math.min(from + 2999, #keys))) end
end

-- What there is of a job, for `unlink_all`.
local function add_keys(settings, keys, id)
  keys[#keys + 1] = JOB .. id
  if settings.kx then keys[#keys + 1], keys[#keys + 2] = Q .. ':log:' .. id, Q .. ':ch:' .. id end
end

-- What `ended` names goes to the lists of what is over, and the oldest there go, beyond so many; a few at a time, so that no
-- call pays for all. Those stay whose end is still to be told: whoever hears of it looks at them.
local function trim(settings, state)
  local list, tell = Q .. ':' .. state, Q .. ':tell'
  local excess = call('ZCARD', list) - settings['keep_' .. state]
  if excess <= 0 then return end
  local most = math.min(excess, #(ended[state] or {}) + 100)
  local gone = {}
  if call('EXISTS', tell) == 0 then
    local oldest = call('ZRANGE', list, 0, most - 1)
    call('ZREMRANGEBYRANK', list, 0, most - 1)
    for i = 1, #oldest do add_keys(settings, gone, oldest[i]) end
  else
    for _, id in ipairs(call('ZRANGE', list, 0, most - 1)) do
      if not call('ZSCORE', tell, id) then
        call('ZREM', list, id)
        add_keys(settings, gone, id)
      end
    end
  end
  unlink_all(gone)
end

-- To be called once, at the end.
local function close(settings)
  for state, ids in pairs(ended) do
    for from = 1, #ids, 4000 do call('ZADD', Q .. ':' .. state, unpack(ids, from, math.min(from + 3999, #ids))) end
    trim(settings, state)
  end
  for what, by in pairs(counts) do call('HINCRBY', Q, 'n_' .. what, by) end
  if settings.ew and settings.ew > NOW and settings.events > 0 then call(ARGV[1], Q .. ':news', '') end
end
