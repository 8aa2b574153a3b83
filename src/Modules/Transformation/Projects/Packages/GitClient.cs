using System.Diagnostics;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Transformation.Projects.Packages;

/// <summary>The <c>git</c> client of this machine: its settings and keys reach private repositories.</summary>
internal static partial class GitClient
{
    /// <summary>Brings a revision of a repository into a folder; gives the commit.</summary>
    /// <exception cref="FaultException">There is no client, repository or revision of that name.</exception>
    public static async Task<string> CheckOutAsync(string address, string? revision, string folder, string place, CancellationToken cancellationToken)
    {
        if (address.StartsWith('-') || revision?.StartsWith('-') == true)
        {
            throw new FaultException(Fault.Invalid("dbt.package_invalid", "An address or a revision does not begin with a dash.", place, "Write the address of a repository, and a tag, branch or commit."));
        }

        Directory.CreateDirectory(folder);
        await AskAsync(folder, place, cancellationToken, "init", "--quiet");
        var wanted = revision ?? "HEAD";
        var (quick, told) = await RunAsync(folder, place, cancellationToken, "fetch", "--quiet", "--depth", "1", "--", address, wanted);
        var commit = quick ? "FETCH_HEAD" : null;
        if (commit is null)
        {
            // not every server gives a commit by its name, and a short one is nowhere known by it
            var (whole, failure) = await RunAsync(folder, place, cancellationToken, "fetch", "--quiet", "--", address, "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*");
            if (!whole)
            {
                throw new FaultException(Fault.Invalid("dbt.package_unreachable", $"The repository {Safe(address)} cannot be read: {Safe(failure)}", place, "Mend the address, or give git the right to read it."));
            }

            foreach (var name in (string[])[wanted, $"origin/{wanted}"])
            {
                commit ??= await RunAsync(folder, place, cancellationToken, "rev-parse", "--quiet", "--verify", "--end-of-options", name + "^{commit}") is (true, var found) ? found.Trim() : null;
            }
        }

        if (commit is null)
        {
            throw new FaultException(Fault.Invalid("dbt.package_revision", $"The repository {Safe(address)} has no revision {wanted}: {Safe(told)}", place, "Write a tag, a branch or a commit of it."));
        }

        await AskAsync(folder, place, cancellationToken, "checkout", "--quiet", "--detach", commit);
        return (await AskAsync(folder, place, cancellationToken, "rev-parse", "HEAD")).Trim();
    }

    /// <summary>A text without the user and password of an address.</summary>
    public static string Safe(string text) => Secret().Replace(text.Trim(), "$1***@");

    private static async Task<string> AskAsync(string folder, string place, CancellationToken cancellationToken, params string[] arguments) =>
        await RunAsync(folder, place, cancellationToken, arguments) is (true, var text) ? text
            : throw new FaultException(Fault.Failed("dbt.git_failed", $"git {arguments[0]} failed.", place));

    private static async Task<(bool Done, string Text)> RunAsync(string folder, string place, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh";
        try
        {
            using var process = Process.Start(start) ?? throw new IOException("the process did not start");
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return process.ExitCode == 0 ? (true, await output) : (false, await errors);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new FaultException(Fault.Failed("dbt.git_missing", $"The git client cannot be started: {failure.Message}", place, "Install git, or put the package into dbt_packages/ by hand."), failure);
        }
    }

    [GeneratedRegex(@"(\w+://)[^/@\s]+@")]
    private static partial Regex Secret();
}
