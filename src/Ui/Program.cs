using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;
using Talentys.Ui;
using Talentys.Ui.Api;
using Talentys.Ui.Features;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddScoped(_ => new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress), Timeout = TimeSpan.FromMinutes(5) });
builder.Services.AddScoped<ServerLink>();
builder.Services.AddScoped<ApiClient>();
builder.Services.AddScoped<Browser>();
builder.Services.AddScoped<Words>();
builder.Services.AddScoped<Formats>();
builder.Services.AddScoped<UserSession>();
builder.Services.AddScoped<Notices>();
builder.Services.AddScoped<Recents>();
builder.Services.AddFeatures();
builder.Services.AddMudServices(mud =>
{
    mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
    mud.SnackbarConfiguration.PreventDuplicates = true;
    mud.SnackbarConfiguration.VisibleStateDuration = 6000;
    mud.SnackbarConfiguration.ShowTransitionDuration = 120;
    mud.SnackbarConfiguration.HideTransitionDuration = 120;
    mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
});

var host = builder.Build();
await host.Services.GetRequiredService<UserSession>().StartAsync();
await host.RunAsync();
