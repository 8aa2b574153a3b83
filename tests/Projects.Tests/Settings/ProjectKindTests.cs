using Talentys.Projects.Settings;
using Talentys.TestSupport;

namespace Talentys.Projects.Tests.Settings;

public sealed class ProjectKindTests
{
    [Fact]
    public async Task The_whole_shape_is_taken()
    {
        using var folder = new TempFolder();
        folder.Write("talentys.yml", """
            name: maison-lumen
            requires: ">=0.1"
            default_env: dev
            envs:
              dev:  {read_from: prod, edit: files}
              prod: {lake: "s3://acme-lake/prod", edit: review}
            schedules:
              nightly: {cron: "0 5 * * *", timezone: Europe/Paris, run: "tag:nightly+"}
              week:    {cron: "*/15 8-18 1,15 jan-mar MON-FRI", run: "*"}
              fresh:   {when: stale, run: "+dashboard:*", at_most_every: 10m}
            notify:
              - {on: [failed, late, schema_changed], to: "${secret:SLACK_HOOK}"}
              - {on: [failed], to: pat@example.org}
            """);
        Assert.Equal("", await SourceLikeKind.ToldAsync(folder));
    }

    [Fact]
    public async Task What_does_not_go_together_is_told_in_one_go()
    {
        using var folder = new TempFolder();
        folder.Write("talentys.yml", """
            requires: ">=9"
            default_env: dve
            envs:
              dev: {read_from: prod}
              prod: {read_from: dev}
              Test: {read_from: nowhere}
            schedules:
              nightly: {cron: "0 25 * * *", timezone: Europe/Pariss, run: "*"}
              both: {cron: "0 5 * *", when: stale, run: "*"}
              none: {run: "*"}
            """);
        Assert.Equal("""
            projects.version talentys.yml:1:11: The project needs Talentys >=9; this is 0.1.0. Use a version that it works with.
            projects.env_unknown talentys.yml:2:14: There is no environment 'dve'. Did you mean 'dev'?
            projects.env_circle talentys.yml:4:20: The environment 'dev' reads from itself, directly or through others. Let one of them read from none.
            projects.env_circle talentys.yml:5:21: The environment 'prod' reads from itself, directly or through others. Let one of them read from none.
            projects.env_name talentys.yml:6:3: 'Test' cannot be the name of an environment. Use 1 to 63 small letters, digits, hyphens and underscores, beginning with a letter or digit.
            projects.env_unknown talentys.yml:6:21: There is no environment 'nowhere'. Declared in envs are: dev, prod, Test.
            projects.cron talentys.yml:8:19: '25' is no hour: it goes from 0 to 23. Write minute, hour, day of the month, month and day of the week, such as "0 5 * * *".
            projects.timezone talentys.yml:8:43: There is no time zone 'Europe/Pariss'. Did you mean 'Europe/Paris'?
            projects.schedule_trigger talentys.yml:9:3: The schedule 'both' needs one trigger: cron or when. Write either 'cron: "0 5 * * *"' or 'when: stale'.
            projects.cron talentys.yml:9:16: A cron line has five fields; this one has 4. Write minute, hour, day of the month, month and day of the week, such as "0 5 * * *".
            projects.schedule_trigger talentys.yml:10:3: The schedule 'none' needs one trigger: cron or when. Write either 'cron: "0 5 * * *"' or 'when: stale'.
            """.Replace("this is 0.1.0", $"this is {Web.ProductVersion.Current}"), await SourceLikeKind.ToldAsync(folder));
    }

    [Fact]
    public async Task The_address_of_a_web_hook_must_be_a_reference()
    {
        using var folder = new TempFolder();
        folder.Write("talentys.yml", "notify: [{on: [failed], to: \"https://hooks.example.org/T0/abc\"}]\n");
        var told = await SourceLikeKind.ToldAsync(folder);
        Assert.StartsWith("projects.pattern talentys.yml:1:29: ", told);
        Assert.DoesNotContain("hooks.example.org", told);
    }

    [Theory]
    [InlineData(">=0.1", "0.1.0", true)]
    [InlineData(">=0.1", "0.0.9", false)]
    [InlineData(">=0.1, <2", "2.0.0", false)]
    [InlineData(">0.1", "0.1.0", false)]
    [InlineData("<=1.2.3", "1.2.3", true)]
    [InlineData("1.2", "1.2.0-beta.1", true)]
    public void Versions_are_compared_number_by_number(string range, string version, bool holds) =>
        Assert.Equal(holds, VersionRange.Parse(range)!.Holds(version));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData(">=1,")]
    [InlineData(">=1.2.3.4")]
    [InlineData("~1")]
    public void What_names_no_versions_is_none(string text) => Assert.Null(VersionRange.Parse(text));
}
