using Talentys.Kernel;
using Talentys.Projects.Validation;

namespace Talentys.Projects.Settings;

/// <summary>Schedules: one trigger each, a cron line that means something, a time zone that exists.</summary>
internal static class ScheduleChecks
{
    internal static IEnumerable<Fault> Of(ResourceDocument document) =>
        ((document.Root["schedules"] as ResourceNode.Mapping)?.Entries ?? [])
        .Where(entry => entry.Value is ResourceNode.Mapping)
        .SelectMany(entry => Of(document, entry.Key, (ResourceNode.Mapping)entry.Value));

    private static IEnumerable<Fault> Of(ResourceDocument document, ResourceNode.Scalar name, ResourceNode.Mapping schedule)
    {
        if (schedule["cron"] is null == schedule["when"] is null)
        {
            yield return document.FaultAt(
                name, "projects.schedule_trigger", $"The schedule '{name.Text}' needs one trigger: cron or when.",
                "Write either 'cron: \"0 5 * * *\"' or 'when: stale'.");
        }

        if (schedule["cron"] is ResourceNode.Scalar cron && CronLine.Problem(cron.Text!) is { } problem)
        {
            yield return document.FaultAt(
                cron, "projects.cron", problem, "Write minute, hour, day of the month, month and day of the week, such as \"0 5 * * *\".");
        }

        if (schedule["timezone"] is ResourceNode.Scalar zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text!, out _))
        {
            var near = Suggestion.Nearest(zone.Text!, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
            yield return document.FaultAt(
                zone, "projects.timezone", $"There is no time zone '{zone.Text}'.",
                near is null ? "Write an IANA name, such as Europe/Paris." : $"Did you mean '{near}'?");
        }
    }
}
