-- purpose: tell whether a queue would take jobs whose flow is in several queues, before any of them is submitted
-- include: job
-- ARGV[3] and following, 2 for each: id; how many jobs would come with it, itself included; 0 to ask for the id alone
-- result: {ok, for each taken | full | closed | conflict where a job of that id is there}; {unconfigured}
-- cost: O(jobs)
-- idempotent: yes
local settings = read_settings('closed', 'max_size', 'overflow')
if not settings then return {'unconfigured'} end
local waiting = settings.max_size > 0
  and call('ZCARD', READY) + call('ZCARD', DELAYED) + call('ZCARD', BLOCKED) + settings.gn
local makes_room = settings.overflow == 'drop_oldest' or settings.overflow == 'drop_lowest'

local function judge(id, many)
  if call('EXISTS', job_key(id)) == 1 then return 'conflict' end
  if many > 0 and settings.closed == 1 then return 'closed' end
  if many > 0 and waiting then
    waiting = waiting + many
    if waiting > settings.max_size and not (makes_room and many == 1) then return 'full' end
  end
  return 'taken'
end

local results = {}
for at = 3, #ARGV, 2 do results[#results + 1] = judge(ARGV[at], tonumber(ARGV[at + 1])) end
return {'ok', results}
