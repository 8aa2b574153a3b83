// The child process of tests and benchmarks: what `talentys engine` is for the server.
return await Talentys.DuckDb.Public.EngineProcess.RunAsync(args, CancellationToken.None);
