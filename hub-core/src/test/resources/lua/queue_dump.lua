-- purpose: tell the jobs of a queue
-- KEYS[1] the queue
-- result: the last rank given; then for each job its id, state, epoch, failures, recoveries, rank or ''
-- cost: O(keys of the server)
-- idempotent: yes
local call = redis.call
local Q = KEYS[1]
local flat = {call('HGET', Q, 'seq') or '0'}
for _, key in ipairs(call('KEYS', Q .. ':j:*')) do
  local id = key:sub(#Q + 4)
  local job = call('HMGET', key, 's', 'e', 'f', 'rc', 'g')
  local rank = call('ZSCORE', Q .. (job[5] and ':g:' .. job[5] or ':ready'), id) or ''
  for _, value in ipairs({id, job[1], job[2] or '0', job[3] or '0', job[4] or '0', rank}) do flat[#flat + 1] = value end
end
return flat
