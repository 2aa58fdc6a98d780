-- One instance for each job that may start now, with the time in us; instances that do not hear it are passed over.
local function wake(many)
  while many > 0 and not paused do
    local idle = call('ZPOPMIN', HUNGRY)
    if not idle[1] then return end
    if call(ARGV[1], ARGV[2] .. idle[1], text(NOW_US)) > 0 then many = many - 1 end
  end
end
