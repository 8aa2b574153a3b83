using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys validate</c>: all faults of the project's files at once.</summary>
internal static class ValidateCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var command = new Command("validate", "Check the project's files");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var found = await session.Api.GetAsync<ValidationDto>("/api/v1/validation", cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(found, ApiClient.Json));
            }
            else
            {
                output.Faults([.. found.Faults.Select(fault => Fault.Invalid(fault.Code, fault.Message, fault.Place, fault.Mend))]);
                output.Message($"{Figures.Of(found.Resources, "resource")}, {Figures.Of(found.Faults.Count, "fault")}");
            }

            return found.Faults.Count == 0 ? ExitCode.Done : ExitCode.WrongInput;
        });
        return command;
    }
}
