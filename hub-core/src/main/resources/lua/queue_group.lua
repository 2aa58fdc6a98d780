-- purpose: give a group of a queue settings of its own, and tell them
-- include: job
-- include: job_seldom
-- ARGV[3] group
-- ARGV[4] how many turns it has to one of another group; '' as it is
-- ARGV[5] most active jobs; -1 for what the queue says; '' as it is
-- ARGV[6] 1 when none of its jobs is to start, 0 when they may; '' as it is
-- result: {ok, turns or '', most active jobs or '', 1 or ''}; {unconfigured}
-- cost: O(log(groups))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local group = ARGV[3]
local state = group_state(group)
local function put(name, value, usual)
  if value == usual then
    call('HDEL', state, name)
  elseif value ~= '' then
    call('HSET', state, name, value)
  end
end
if ARGV[4] .. ARGV[5] .. ARGV[6] ~= '' then
  put('w', ARGV[4], '1')
  put('m', ARGV[5], '-1')
  put('h', ARGV[6], '0')
  call('PERSIST', state)
  if call('EXISTS', group_line(group)) == 0 and call('HEXISTS', state, 'n') == 0 then rest_group(group) end
  if free_group(group) == 1 then wake(math.min(1000, call('ZCARD', group_line(group)))) end
end
local own = call('HMGET', state, 'w', 'm', 'h')
return {'ok', own[1] or '', own[2] or '', own[3] or ''}
