using Talentys.Host.Commands;

return await CommandLine.RunAsync(args);
