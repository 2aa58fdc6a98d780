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
  local job = call('HMGET', key, 's', 'rc', 'g')
  local state, epoch, failures = job[1]:match('^(%a+) (%d+) %d %d+ (%d+) ')
  local rank = call('ZSCORE', Q .. (job[3] and ':g:' .. job[3] or ':ready'), id) or ''
  for _, value in ipairs({id, state, epoch, failures, job[2] or '0', rank}) do flat[#flat + 1] = value end
end
return flat
